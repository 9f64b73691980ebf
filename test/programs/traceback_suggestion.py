def fn():
    value_one = 1
    return value_oen
fn()
